/** The part of `wx` that the helper uses, no wider than miniprogram-api-typings has it. Everything answers by callbacks. */
export type WxApi = {
  login(options: {
    timeout?: number;
    success: (result: { code: string }) => void;
    fail: (error: WxFailure) => void;
  }): unknown;
  request(options: {
    url: string;
    method: 'GET' | 'POST';
    data?: string;
    header?: Record<string, string>;
    timeout?: number;
    success: (result: { statusCode: number; data: unknown }) => void;
    fail: (error: WxFailure) => void;
  }): unknown;
  requestSubscribeMessage(options: {
    tmplIds: string[];
    success: (result: { errMsg: string }) => void;
    fail: (error: WxFailure & { errCode?: number }) => void;
  }): unknown;
  getSetting(options: {
    withSubscriptions: true;
    success: (result: { subscriptionsSetting?: SubscriptionsSetting }) => void;
    fail: (error: WxFailure) => void;
  }): unknown;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, data: unknown): void;
  onNetworkStatusChange(listener: (status: { isConnected: boolean }) => void): void;
};

export type WxFailure = { errMsg: string };

export type SubscriptionsSetting = {
  mainSwitch: boolean;
  itemSettings?: Record<string, unknown>;
};
