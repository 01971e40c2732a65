/**
 * Connections the receiver has at once, and a tunnel carries to it: 512 (security W9), and as many more as the system's
 * queue (Node's default, 511) hands over together after the machine stood still. With 512 alone those left no place
 * for the cloud until room was made among them.
 */
export const mostConnections = 1024
