import { sampleGoods, type Goods } from '../../logic/goods';
import { remindView, type RemindView } from '../../logic/remind-view';
import { cardOf } from '../../logic/card-of';
import { shared } from '../../shared';

const page = 'pages/goods/list';
const { platform, reminder, yuexin } = shared;

Page({
  data: {
    isLoggedIn: false,
    isSample: false,
    goods: [...sampleGoods] as Goods[],
    ...cardOf(remindView('off')),
  },

  async onShow() {
    const isLoggedIn = wx.getStorageSync<unknown>('freight:logged-in') === true;
    this.setData({ isLoggedIn });
    const [goods, view] = await Promise.all([platform.listGoods(), reminder.prepare({ page })]);
    this.setData({ isSample: goods === null, goods: goods ?? [...sampleGoods] });
    this.show(view);
  },

  show(view: RemindView) {
    this.setData(cardOf(view));
  },

  async onPhoneNumber({ detail }: WechatMiniprogram.ButtonGetPhoneNumber) {
    // Whoever would rather not tell the number is not asked why.
    if (!detail.code) return;
    const answer = await yuexin.login(detail.code);
    const isLoggedIn = answer.kind === 'logged-in' && answer.phoneBound;
    wx.setStorageSync('freight:logged-in', isLoggedIn);
    if (isLoggedIn) await this.onShow();
    else void wx.showToast({ title: '登录失败，请再试一次', icon: 'none' });
  },

  async onRemindMe() {
    // Nothing is awaited before it: WeChat shows its pop-up only within the tap.
    this.show(await reminder.remindMe(page));
  },

  async onSettingsClosed() {
    this.show(await reminder.prepare({ page }));
  },

  onOpen({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/pages/goods/detail?id=${String(currentTarget.dataset.id)}` });
  },

  onPublish() {
    void wx.navigateTo({ url: '/pages/goods/publish' });
  },
});
