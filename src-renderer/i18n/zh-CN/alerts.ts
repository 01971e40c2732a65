import type en from '../en/alerts.ts'

const zh: typeof en = {
  title: '告警',
  list: '审核事件，最新的在前',
  filter: '结论',
  all: '全部',
  count: '最近 24 小时 {count} 条',
  speech: '音频',
  image: '图片',
  empty: {
    title: '没有告警',
    text: '图片与音频审核事件会显示在这里。鉴黄需要四项配置齐备：开启鉴黄的截图模板、截图规则、填写了鉴黄回调地址的回调模板及其绑定；且仅对之后开始的推流有效。',
    filteredTitle: '没有此结论的告警',
    filteredText: '可能有其他结论的告警。',
  },
}

export default zh
