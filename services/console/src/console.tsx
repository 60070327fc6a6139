import { App as AntdApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import 'dayjs/locale/zh-cn';
import dayjs from 'dayjs';
import type { i18n } from 'i18next';
import { useEffect, type ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { useLanguage } from './i18n/use-language.ts';
import { createConsoleRouter } from './shell/create-console-router.tsx';
import { antdTheme } from './theme/antd-theme.ts';
import { lendNonce } from './theme/lend-nonce.ts';
import { readCspNonce } from './theme/read-csp-nonce.ts';
import { ThemeChoiceProvider, useTheme } from './theme/theme-choice.tsx';

const nonce = readCspNonce(document);
if (nonce !== undefined) lendNonce(document, nonce);
const router = createConsoleRouter();

/** The whole console. */
export function Console({ texts }: { texts: i18n }) {
  return (
    <I18nextProvider i18n={texts}>
      <ThemeChoiceProvider>
        <Dressed>
          <RouterProvider router={router} />
        </Dressed>
      </ThemeChoiceProvider>
    </I18nextProvider>
  );
}

function Dressed({ children }: { children: ReactNode }) {
  const { isDark } = useTheme();
  const { language } = useLanguage();
  useEffect(() => {
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  }, [language]);
  return (
    <ConfigProvider
      theme={antdTheme(isDark)}
      locale={language === 'zh' ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
      {...(nonce !== undefined && { csp: { nonce } })}
    >
      <AntdApp>{children}</AntdApp>
    </ConfigProvider>
  );
}
