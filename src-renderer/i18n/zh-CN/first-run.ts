import type en from '../en/first-run.ts'

const zh: typeof en = {
  title: '欢迎使用 Callback Desk',
  text: '它维护腾讯云直播的回调配置，在本机接收事件，并在流还在播出时展示告警。您想从哪里开始？',
  readOnly: '当前角色只能查看，不能连接账号。',
  connect: {
    title: '连接账号',
    text: '填写腾讯云账号的密钥，即可看到域名、模板和绑定。在您确认之前不会做任何更改。',
    start: '连接账号',
    submit: '连接并查看域名',
  },
  takeOver: {
    title: '接手同事的配置',
    text: '使用其工作台导出的文件：包含模板、绑定和域名，其中的地址会换成本工作台自己的。应用之前会先显示将要发生的变更。',
    start: '连接账号并选择文件',
    submit: '连接账号并选择文件',
  },
  practice: {
    title: '先演练',
    text: '在本机运行的直播云，有域名、有流，也有命中审核的画面（只是几何图形）。一切都可以尝试，不会弄坏任何东西。',
  },
}

export default zh
