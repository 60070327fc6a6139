import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readSignInOptions, type SignInOptions } from './session-calls.ts';

/** Where to come back to: this page, without what the last try left in its address. */
function startUrlOf(startUrl: string): string {
  const here = new URL(location.href);
  here.searchParams.delete('signIn');
  const returnTo = `${here.pathname}${here.search}`;
  return `${startUrl}?${new URLSearchParams({ returnTo }).toString()}`;
}

/** Sign-in by an OpenID provider, where one is configured. */
export function SsoButton() {
  const { t } = useTranslation();
  const [options, setOptions] = useState<SignInOptions | null>(null);
  useEffect(() => {
    let isGone = false;
    void readSignInOptions().then((known) => {
      if (!isGone) setOptions(known);
    });
    return () => {
      isGone = true;
    };
  }, []);
  if (options?.oidc === null || options === null) return null;
  const { name, startUrl } = options.oidc;
  return (
    <div className="sso">
      <Button type="primary" block href={startUrlOf(startUrl)}>
        {t('session.signInBy', { name })}
      </Button>
      <p className="quiet sso-or">{t('session.orByKey')}</p>
    </div>
  );
}

const problems = ['failed', 'no-role', 'unavailable'] as const;

/** Why the way to the provider and back led nowhere, as the address says it. */
export function SsoProblem() {
  const { t } = useTranslation();
  const told = new URLSearchParams(location.search).get('signIn');
  const problem = problems.find((one) => one === told);
  if (problem === undefined) return null;
  return (
    <Alert
      type="error"
      showIcon
      title={t(`session.ssoProblem.${problem}`)}
      description={t(`session.ssoProblemHint.${problem}`)}
      className="act-effect"
    />
  );
}
