import { createApp } from '@backstage/frontend-defaults';
import { navModule } from './modules/nav';

// The plugins are found by `app.packages: all`; what is only here is the app's own.
export default createApp({ features: [navModule] });
