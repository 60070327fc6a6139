/** The one template of every app of the benchmark, as WeChat lists it. */
export const benchTemplate = {
  priTmplId: 'bench0goods0matched0reminder0for0drivers0x1',
  title: '货源提醒',
  content: '路线:{{thing1.DATA}}\n货物:{{thing2.DATA}}\n',
  example: '路线:【深圳】-->【北京】\n货物:煤炭 30 吨\n',
  type: 2,
} as const;

/** What a push of the benchmark says. */
export const benchData = {
  thing1: { value: '【广州】-->【上海】' },
  thing2: { value: '钢材 32 吨' },
};
