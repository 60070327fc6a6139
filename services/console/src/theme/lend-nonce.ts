/**
 * Gives every style element that our scripts make the nonce of this page. antd's own styles ask for it by ConfigProvider, but
 * what locks scrolling behind a dialog and measures scroll bars does not (@rc-component/util, dynamicCSS), and would be refused.
 */
export function lendNonce(page: Document, nonce: string): void {
  const make = Reflect.get(page, 'createElement') as (...given: unknown[]) => Element;
  Reflect.set(page, 'createElement', (...given: unknown[]): Element => {
    const element = make.apply(page, given);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  });
}
