import { shared } from './shared';

App({
  onLaunch() {
    // What was answered where there was no network.
    void shared.yuexin.flush();
  },
});
