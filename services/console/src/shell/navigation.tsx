import {
  ApiOutlined,
  AppstoreOutlined,
  AuditOutlined,
  DashboardOutlined,
  FileTextOutlined,
  InboxOutlined,
  KeyOutlined,
  NodeIndexOutlined,
  NotificationOutlined,
  QuestionCircleOutlined,
  SafetyOutlined,
  SendOutlined,
  SolutionOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { PagePath } from '../session/page-needs.ts';

export type NavigationEntry = {
  key: NavigationKey;
  path: PagePath;
  icon: ReactNode;
};
export type NavigationKey =
  | 'now'
  | 'causes'
  | 'pushes'
  | 'audiences'
  | 'deadLetters'
  | 'unconfirmed'
  | 'users'
  | 'grants'
  | 'templates'
  | 'apps'
  | 'keys'
  | 'webhooks'
  | 'board'
  | 'audit';

/** In order of how often one needs it. */
export const navigation: readonly NavigationEntry[] = [
  { key: 'now', path: '/', icon: <DashboardOutlined /> },
  { key: 'causes', path: '/causes', icon: <QuestionCircleOutlined /> },
  { key: 'pushes', path: '/pushes', icon: <SendOutlined /> },
  { key: 'audiences', path: '/audiences', icon: <NotificationOutlined /> },
  { key: 'deadLetters', path: '/dead-letters', icon: <InboxOutlined /> },
  { key: 'unconfirmed', path: '/unconfirmed', icon: <SolutionOutlined /> },
  { key: 'users', path: '/users', icon: <TeamOutlined /> },
  { key: 'grants', path: '/grants', icon: <SafetyOutlined /> },
  { key: 'templates', path: '/templates', icon: <FileTextOutlined /> },
  { key: 'apps', path: '/apps', icon: <AppstoreOutlined /> },
  { key: 'keys', path: '/keys', icon: <KeyOutlined /> },
  { key: 'webhooks', path: '/webhooks', icon: <ApiOutlined /> },
  { key: 'board', path: '/board', icon: <NodeIndexOutlined /> },
  { key: 'audit', path: '/audit', icon: <AuditOutlined /> },
];
