/**
 * Gives every style element that our scripts make the nonce of this page. antd's own styles ask for it by ConfigProvider, but
 * what locks scrolling behind a dialog and measures scroll bars does not (@rc-component/util, dynamicCSS), and would be refused.
 */
export function lendNonce(page: Document, nonce: string): void {
  const make = page.createElement.bind(page) as (
    name: string,
    options?: ElementCreationOptions,
  ) => HTMLElement;
  page.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = make(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as Document['createElement'];
}
