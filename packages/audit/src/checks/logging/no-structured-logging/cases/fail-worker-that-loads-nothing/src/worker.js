import { Worker } from 'bullmq';

new Worker('mails', async job => {
  console.log('sending', job.id);
});
