import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Brand } from '../shell/brand.tsx';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { ThemeSwitch } from '../shell/theme-switch.tsx';
import { KeyForm } from './key-form.tsx';
import type { Session } from './session.ts';
import { SsoButton, SsoProblem } from './sso-button.tsx';

/** What one sees before anything else. The address stays, so that signing in leads to where one wanted to go. */
export function SignInPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const { t } = useTranslation();
  return (
    <main className="sign-in">
      <Card className="sign-in-card">
        <h1 className="sign-in-title">
          <Brand />
          <span>{t('session.title')}</span>
        </h1>
        <SsoProblem />
        <SsoButton />
        <KeyForm onSignedIn={onSignedIn} />
        <ul className="roles">
          <li>{t('session.viewerMay')}</li>
          <li>{t('session.operatorMay')}</li>
          <li>{t('session.adminMay')}</li>
        </ul>
      </Card>
      <div className="sign-in-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </main>
  );
}
