import { connect } from '#db/client.ts';
import { mediaConfiguration } from './configuration.ts';
import { DiskStorage } from './disk-storage.ts';
import { MediaWorker } from './worker.ts';

/** A worker in a process of its own, to be killed. Test code only. */
const [url = '', dataFolder = ''] = process.argv.slice(2);
connect(url);
new MediaWorker({ storage: new DiskStorage(dataFolder), dataFolder, configuration: mediaConfiguration({}) });
