import { cardOf } from '../../logic/card-of';
import { sampleGoods, type Goods } from '../../logic/goods';
import { remindView, type RemindView } from '../../logic/remind-view';
import { shared } from '../../shared';

const page = 'pages/goods/detail';
const { platform, reminder } = shared;

Page({
  data: { isFound: false, goods: null as Goods | null, ...cardOf(remindView('off')) },

  /** A reminder leads here with `from=message`: the grant that paid for it is spent, and this is the moment to offer the next one. */
  async onLoad({ id, from }: { id?: string; from?: string }) {
    const [listed, view] = await Promise.all([
      platform.listGoods(),
      reminder.prepare({ page, isFromMessage: from === 'message' }),
    ]);
    const goods = (listed ?? sampleGoods).find((one) => one.id === id) ?? null;
    this.setData({ goods, isFound: goods !== null });
    this.show(view);
  },

  show(view: RemindView) {
    this.setData(cardOf(view));
  },

  async onRemindMe() {
    this.show(await reminder.remindMe(page));
  },

  async onSettingsClosed() {
    this.show(await reminder.prepare({ page }));
  },

  onCall() {
    // The user has found something: if anything is worth asking for, now.
    void reminder.askAlong(page);
    void wx.showToast({ title: '这里会拨打货主电话', icon: 'none' });
  },
});
