/** An instance that does nothing but its jobs, for tests that end it. Test code only. */
import { connect } from '#db/client.ts';
import { startJobs } from './index.ts';

const url = process.env.DATABASE_URL ?? '';
connect(url);
await startJobs({ url });
console.log('ready');
