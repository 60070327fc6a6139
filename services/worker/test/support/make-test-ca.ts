import forge from 'node-forge';

export type Certificate = { cert: string; key: string };

export type TestCa = {
  /** The CA's own certificate, PEM: what trusts it is given. */
  cert: string;
  /** A certificate for this host name, signed by the CA. */
  issue(name: string): Certificate;
};

const { pki } = forge;
const hour = 3_600_000;

/** A certificate authority that nobody trusts yet, of this moment. */
export function makeTestCa(): TestCa {
  const keys = pki.rsa.generateKeyPair(2_048);
  const number = forge.util.bytesToHex(forge.random.getBytesSync(4));
  const subject = [{ name: 'commonName', value: `Yuexin test CA ${number}` }];
  const own = certificateOf(keys.publicKey, { subject, issuer: subject });
  own.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, critical: true },
  ]);
  own.sign(keys.privateKey, forge.md.sha256.create());

  return {
    cert: pki.certificateToPem(own),
    issue: (name) => {
      const { publicKey, privateKey } = pki.rsa.generateKeyPair(2_048);
      const issued = certificateOf(publicKey, {
        subject: [{ name: 'commonName', value: name }],
        issuer: subject,
      });
      issued.setExtensions([
        { name: 'basicConstraints', cA: false },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
      ]);
      issued.sign(keys.privateKey, forge.md.sha256.create());
      return { cert: pki.certificateToPem(issued), key: pki.privateKeyToPem(privateKey) };
    },
  };
}

function certificateOf(
  publicKey: forge.pki.PublicKey,
  names: Record<'subject' | 'issuer', forge.pki.CertificateField[]>,
): forge.pki.Certificate {
  const certificate = pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.serialNumber = `00${forge.util.bytesToHex(forge.random.getBytesSync(8))}`;
  certificate.validity.notBefore = new Date(Date.now() - hour);
  certificate.validity.notAfter = new Date(Date.now() + 24 * hour);
  certificate.setSubject(names.subject);
  certificate.setIssuer(names.issuer);
  return certificate;
}
