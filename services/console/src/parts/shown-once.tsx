import { Alert, Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { ShortId } from './short-id.tsx';

/** A secret, the one time that it is shown. Closed only on purpose. */
export function ShownOnce(props: { title: string; secret: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { title, secret, onClose } = props;
  return (
    <Modal
      open={secret !== null}
      title={title}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      // Hidden it would still be in the page.
      destroyOnHidden
      footer={
        <Button type="primary" onClick={onClose}>
          {t('parts.iHaveIt')}
        </Button>
      }
    >
      <Alert type="warning" title={t('parts.shownOnce')} />
      {secret !== null && (
        <p className="secret">
          <ShortId id={secret} />
        </p>
      )}
    </Modal>
  );
}
