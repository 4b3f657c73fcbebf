import { createApp } from './app.js';
import { loadConfig } from './config.js';
import { connect } from './db.js';

const config = loadConfig();
const db = await connect(config.MONGO_URL);

createApp({ config, db }).listen(config.PORT, () => {
  console.log(`tracking-api listens on ${config.PORT}`);
});
