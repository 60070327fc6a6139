/** WeChat's call that sends a subscription message (wechat-facts 3): the path that is posted to, and by which its quota is kept. */
export const sendPath = '/cgi-bin/message/subscribe/send';
