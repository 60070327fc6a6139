/** Goods that wait for a truck. */
export type Goods = { id: string; from: string; to: string; what: string; tons: number };

/** What the list shows while the platform is out of reach, so that the example can be looked at alone. */
export const sampleGoods: readonly Goods[] = [
  { id: '1', from: '广州', to: '上海', what: '钢材', tons: 32 },
  { id: '2', from: '佛山', to: '杭州', what: '瓷砖', tons: 18 },
  { id: '3', from: '东莞', to: '成都', what: '家电', tons: 12 },
];
