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
import type { Need } from '../session/session.ts';

export type NavigationEntry = {
  key: NavigationKey;
  path: string;
  icon: ReactNode;
  /** Without it the entry is not shown. */
  need?: Need;
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
  { key: 'audiences', path: '/audiences', icon: <NotificationOutlined />, need: 'push:read' },
  { key: 'deadLetters', path: '/dead-letters', icon: <InboxOutlined /> },
  { key: 'unconfirmed', path: '/unconfirmed', icon: <SolutionOutlined /> },
  { key: 'users', path: '/users', icon: <TeamOutlined />, need: 'grant:read' },
  { key: 'grants', path: '/grants', icon: <SafetyOutlined />, need: 'grant:read' },
  { key: 'templates', path: '/templates', icon: <FileTextOutlined />, need: 'template:read' },
  { key: 'apps', path: '/apps', icon: <AppstoreOutlined /> },
  { key: 'keys', path: '/keys', icon: <KeyOutlined />, need: 'admin' },
  { key: 'webhooks', path: '/webhooks', icon: <ApiOutlined /> },
  { key: 'board', path: '/board', icon: <NodeIndexOutlined />, need: 'operator' },
  { key: 'audit', path: '/audit', icon: <AuditOutlined />, need: 'operator' },
];
