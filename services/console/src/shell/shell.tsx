import { MenuOutlined } from '@ant-design/icons';
import { Button, Drawer, Grid, Layout } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet } from 'react-router';
import { Brand } from './brand.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { GlobalSearch } from './global-search.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { NavigationMenu } from './navigation-menu.tsx';
import { SessionMenu } from './session-menu.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** What is around every page. On a phone the menu is behind a button. */
export function Shell() {
  const { t } = useTranslation();
  const { md = true } = Grid.useBreakpoint();
  const [isMenuOpen, setMenuOpen] = useState(false);
  return (
    <Layout className="shell">
      <a className="skip-link" href="#page">
        {t('shell.skip')}
      </a>
      <Layout.Header className="shell-header">
        {!md && (
          <Button
            type="text"
            icon={<MenuOutlined />}
            aria-label={t('shell.menu')}
            onClick={() => setMenuOpen(true)}
          />
        )}
        <Link to="/" className="shell-home" aria-label={t('shell.home')}>
          <Brand />
        </Link>
        <GlobalSearch />
        <span className="shell-tools">
          <LanguageSwitch />
          <ThemeSwitch />
          <SessionMenu />
        </span>
      </Layout.Header>
      <ConnectionBanner />
      <Layout className="shell-body">
        {md ? (
          <Layout.Sider width={212} className="shell-sider">
            <NavigationMenu />
          </Layout.Sider>
        ) : (
          <Drawer
            open={isMenuOpen}
            placement="left"
            size={240}
            title={t('shell.menu')}
            onClose={() => setMenuOpen(false)}
            styles={{ body: { padding: 8 } }}
          >
            <NavigationMenu onChosen={() => setMenuOpen(false)} />
          </Drawer>
        )}
        <Layout.Content className="page" id="page" role="main" tabIndex={-1}>
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
