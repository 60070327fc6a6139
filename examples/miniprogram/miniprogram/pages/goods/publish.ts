import { readGoodsForm } from '../../logic/read-goods-form';
import { shared } from '../../shared';

const page = 'pages/goods/publish';
const { platform, reminder } = shared;

Page({
  data: { form: { from: '', to: '', what: '', tons: '' }, problem: '' },

  onShow() {
    void reminder.prepare({ page });
  },

  onInput({ currentTarget, detail }: WechatMiniprogram.Input) {
    const name = String(currentTarget.dataset.name);
    this.setData({ form: { ...this.data.form, [name]: detail.value } });
  },

  async onSubmit() {
    const read = readGoodsForm(this.data.form);
    if ('problem' in read) {
      this.setData({ problem: read.problem });
      return;
    }
    // In the tap, before anything is awaited.
    void reminder.askAlong(page);
    const isPublished = await platform.publishGoods(read.goods);
    this.setData({ problem: isPublished ? '' : '发布失败，请稍后再试' });
    if (!isPublished) return;
    void wx.showToast({ title: '已发布' });
    void wx.navigateBack();
  },
});
