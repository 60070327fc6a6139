import { Badge, Menu } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useLive } from '../live/live-context.tsx';
import { pageNeeds } from '../session/page-needs.ts';
import { isAllowed } from '../session/session.ts';
import { useSession } from '../session/session-context.tsx';
import { navigation, type NavigationKey } from './navigation.tsx';

/** The pages one may open; what waits for a person is counted beside its name. */
export function NavigationMenu({ onChosen }: { onChosen?: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { session } = useSession();
  const { stats } = useLive();
  const shown = navigation.filter(({ path }) => isAllowed(session, pageNeeds[path]));
  const first = pathname.split('/')[1] ?? '';
  const current = shown.find(({ path }) => path.slice(1) === aliasOf(first));
  const counted: Partial<Record<NavigationKey, number>> = {
    unconfirmed: stats?.open.unconfirmed ?? 0,
  };
  return (
    <nav aria-label={t('shell.menu')}>
      <Menu
        mode="inline"
        inlineIndent={12}
        className="navigation"
        selectedKeys={current === undefined ? [] : [current.key]}
        onClick={() => onChosen?.()}
        items={shown.map(({ key, path, icon }) => ({
          key,
          icon,
          label: (
            <Link to={path} {...(current?.key === key && { 'aria-current': 'page' as const })}>
              {t(`navigation.${key}`)}
              <Badge count={counted[key] ?? 0} size="small" className="navigation-count" />
            </Link>
          ),
        }))}
      />
    </nav>
  );
}

/** A replay belongs to the dead letters. */
const aliasOf = (first: string): string => (first === 'replays' ? 'dead-letters' : first);
