/** What a reverse proxy on the server needs to lead to the forwarded port, for the names entered in the form. */
export interface ProxyNames {
  readonly url: string
  readonly remotePort: string
}

/**
 * Only what could be a callback gets through: the rest is answered by the server and costs the tunnel nothing.
 * null while the entries are not complete, or where no proxy stands in front.
 */
export function proxySnippets({ url, remotePort }: ProxyNames): { nginx: string; caddy: string } | null {
  if (!URL.canParse(url) || !url.startsWith('https:') || !/^\d+$/.test(remotePort)) return null
  const { hostname, host, pathname } = new URL(url)
  const port = new URL(url).port || '443'
  const callbacks = `${pathname.replace(/\/$/, '')}/c/`
  return {
    nginx: `server {
    listen ${port} ssl;
    server_name ${hostname};
    ssl_certificate     /etc/letsencrypt/live/${hostname}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/${hostname}/privkey.pem;
    client_max_body_size 1m;

    location ${callbacks} {
        proxy_pass http://127.0.0.1:${remotePort};
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Connection "";
        proxy_read_timeout 20s;
    }
    location / {
        return 404;
    }
}
`,
    caddy: `${host} {
    handle ${callbacks}* {
        reverse_proxy 127.0.0.1:${remotePort}
    }
    handle {
        respond 404
    }
}
`,
  }
}
