/** What the reference page adds to RapiDoc's own style; RapiDoc takes it into its shadow root. */
export const docsStyle = `
#api-title { font-weight: 650; letter-spacing: -.01em; }
#api-info { padding-left: 15px; opacity: .7; }
.m-markdown code, .m-markdown-small code { color: #067a44 !important; background: #e8f4ee !important; border-radius: 5px; padding: 1px 5px; }
.m-markdown pre { background: #f3f8f5 !important; border: 1px solid #dfe8e3; border-radius: 10px; padding: 14px 16px !important; }
.m-markdown pre code { background: none !important; padding: 0; color: #10241b !important; }
.m-markdown li { margin: 4px 0; }
.m-markdown a { color: #067a44; }
.nav-bar-tag { letter-spacing: 0; }
.section-tag-title, .title { text-transform: none; }
.table-title, .req-res-title { letter-spacing: .02em; }
@media (max-width: 767px) {
  .body { flex-direction: column; }
  .nav-bar { display: flex !important; width: 100% !important; max-height: 34vh; flex: none; border-bottom: 1px solid #dfe8e3; }
}
`;
