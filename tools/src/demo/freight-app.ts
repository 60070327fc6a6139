/** The freight platform of the story: one mini program, one template, one driver. */
export const freightApp = {
  appId: 'wx5f1e2d3c4b5a6978',
  name: '货运通',
  appSecret: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  messageToken: 'yuexindemo',
  encodingAesKey: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY',
} as const;

export const goodsTemplate = {
  templateId: 'nYSA7goods0matched1reminder2for3drivers4x5y',
  title: '货源匹配提醒',
  kind: 'one-time',
  content: '路线:{{thing1.DATA}}\n货物:{{thing2.DATA}}\n',
  example: '路线:【深圳】-->【北京】\n货物:水果 10 吨\n',
} as const;

export const driver = { phone: '+8613800000000' } as const;

export const goodsPage = 'pages/goods/list';
export const goodsDetailPage = 'pages/goods/detail';

export const goodsData = {
  thing1: { value: '【广州】-->【上海】' },
  thing2: '钢材 32 吨',
} as const;
