import { theme, type ThemeConfig } from 'antd';

const fonts =
  "-apple-system, BlinkMacSystemFont, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Segoe UI', sans-serif";

/**
 * One accent, flat surfaces, and text that everybody can read: antd's own quiet text colours are below the 4.5 : 1 that
 * WCAG AA asks for.
 */
export function antdTheme(isDark: boolean): ThemeConfig {
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: isDark ? '#2dd4bf' : '#0f766e',
      colorInfo: isDark ? '#2dd4bf' : '#0f766e',
      colorLink: isDark ? '#5eead4' : '#0f766e',
      colorLinkHover: isDark ? '#99f6e4' : '#115e59',
      // Tints of the accent; those antd derives from a dark green are grey.
      colorPrimaryBg: isDark ? '#0d302d' : '#e3f4f2',
      colorPrimaryBgHover: isDark ? '#123d39' : '#d3ede9',
      colorInfoBg: isDark ? '#0d302d' : '#e3f4f2',
      colorInfoBorder: isDark ? '#1c5f57' : '#8fcfc7',
      controlItemBgActive: isDark ? '#0d302d' : '#e3f4f2',
      controlItemBgActiveHover: isDark ? '#123d39' : '#d3ede9',
      colorError: isDark ? '#f87171' : '#b91c1c',
      colorTextLightSolid: isDark ? '#062b27' : '#ffffff',
      colorTextSecondary: isDark ? 'rgba(255,255,255,0.75)' : 'rgba(0,0,0,0.68)',
      colorTextTertiary: isDark ? 'rgba(255,255,255,0.66)' : 'rgba(0,0,0,0.62)',
      colorTextDescription: isDark ? 'rgba(255,255,255,0.66)' : 'rgba(0,0,0,0.62)',
      colorTextPlaceholder: isDark ? 'rgba(255,255,255,0.6)' : 'rgba(0,0,0,0.58)',
      ...(isDark && { colorBgContainer: '#171c1b', colorBgElevated: '#1f2625' }),
      colorBgLayout: isDark ? '#101413' : '#f5f7f6',
      borderRadius: 6,
      fontSize: 14,
      fontFamily: fonts,
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Menu: {
        activeBarBorderWidth: 0,
        itemHeight: 36,
        itemBg: 'transparent',
        subMenuItemBg: 'transparent',
      },
      Layout: { headerHeight: 52, headerPadding: '0 16px', siderBg: 'transparent' },
      Table: { cellPaddingBlockSM: 7, cellPaddingInlineSM: 10 },
      Card: { bodyPadding: 16, headerHeight: 44, headerPadding: 16 },
    },
  };
}
