import { setFlagsFromString } from 'node:v8';

// V8 collects the old generation once it is half as large again as what lived in it, not four times as large: what a long upload
// leaves behind stays small (ADR 0036).
setFlagsFromString('--heap-growing-percent=50');
