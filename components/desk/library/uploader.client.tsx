'use client';
import { useRouter } from 'next/navigation';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { Upload } from 'tus-js-client';
import { library as words } from './strings.ts';

type State = keyof typeof words.state;
type Item = {
  key: number;
  name: string;
  bytes: number;
  sent: number;
  state: State;
  made: number;
  total: number;
  message: string;
};
type Status = {
  state: 'receiving' | 'received' | 'working' | 'done' | 'refused';
  done: number;
  total: number;
  refusal: string | null;
};

const endpoint = '/desk/media/uploads';
/** A slow line sends so much within the minute that a request may take. */
const chunkSize = 4 * 1024 * 1024;
const atOnce = 3;
const lookEvery = 1000;

/** Takes any number of files, shows how far each is, and goes on by itself where a connection broke. */
export function Uploader({ replaces }: { replaces?: number }) {
  const [items, setItems] = useState<Item[]>([]);
  const [over, setOver] = useState(false);
  const waiting = useRef<{ key: number; file: File }[]>([]);
  const running = useRef(new Map<number, Upload>());
  const next = useRef(0);
  const router = useRouter();
  const put = (key: number, change: Partial<Item>) =>
    setItems((all) => all.map((item) => (item.key === key ? { ...item, ...change } : item)));

  useEffect(() => {
    const uploads = running.current;
    // Who leaves the page may come back: what was sent stays, and goes on from there when the file is chosen again.
    return () => {
      for (const upload of uploads.values()) void upload.abort();
    };
  }, []);

  const begin = () => {
    while (running.current.size < atOnce) {
      const one = waiting.current.shift();
      if (!one) return;
      void send(one.key, one.file);
    }
  };
  const ended = (key: number) => {
    running.current.delete(key);
    begin();
  };

  const send = async (key: number, file: File) => {
    const upload = new Upload(file, {
      endpoint,
      chunkSize,
      retryDelays: [0, 1000, 3000, 10_000, 30_000, 60_000],
      metadata: { filename: file.name, ...(replaces && { replaces: String(replaces) }) },
      removeFingerprintOnSuccess: true,
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        const again = status === 0 || status === 409 || status === 423 || status >= 500;
        if (again && status !== 507) put(key, { state: 'broken' });
        return again && status !== 507;
      },
      onProgress: (sent) => put(key, { sent, state: 'sending' }),
      onError: (error) => {
        const answer = 'originalResponse' in error ? error.originalResponse?.getBody() : '';
        put(key, { state: 'refused', message: answer || '上传没有成功，请再试一次。' });
        ended(key);
      },
      onSuccess: () => {
        put(key, { state: 'received', sent: file.size });
        ended(key);
        void follow(key, upload.url?.split('/').at(-1) ?? '');
      },
    });
    running.current.set(key, upload);
    // Not for a replacement: what was begun for one file must not end in another.
    const [before] = replaces ? [] : await upload.findPreviousUploads();
    if (before) upload.resumeFromPreviousUpload(before);
    upload.start();
  };

  const follow = async (key: number, id: string) => {
    for (;;) {
      const answer = await fetch(`${endpoint}/${id}`).catch(() => null);
      if (answer && !answer.ok) return put(key, { state: 'refused', message: await answer.text() });
      const status: Status | null = answer ? await answer.json() : null;
      if (status?.state === 'refused') return put(key, { state: 'refused', message: status.refusal ?? '' });
      if (status?.state === 'done') {
        put(key, { state: 'done', made: status.total, total: status.total });
        return router.refresh();
      }
      if (status)
        put(key, {
          state: status.state === 'working' ? 'working' : 'received',
          made: status.done,
          total: status.total,
        });
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
    }
  };

  const take = (files: FileList | null) => {
    const chosen = [...(files ?? [])].slice(0, replaces ? 1 : 200).map((file) => ({ key: next.current++, file }));
    setItems((all) => [
      ...chosen.map(
        ({ key, file }): Item => ({
          key,
          name: file.name,
          bytes: file.size,
          sent: 0,
          state: 'sending',
          made: 0,
          total: 0,
          message: '',
        }),
      ),
      ...all,
    ]);
    waiting.current.push(...chosen);
    begin();
  };

  const cancel = (key: number) => {
    waiting.current = waiting.current.filter((one) => one.key !== key);
    const upload = running.current.get(key);
    put(key, { state: 'cancelled' });
    if (upload)
      void upload
        .abort(true)
        .catch(() => {})
        .finally(() => ended(key));
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };

  return (
    <section
      className={over ? 'uploader over' : 'uploader'}
      aria-label={replaces ? words.replace : words.upload}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label className="button main">
        {replaces ? words.replaceChoose : words.choose}
        <input
          type="file"
          className="unseen"
          multiple={!replaces}
          accept="image/jpeg,image/png,image/webp,image/avif,image/tiff,image/gif,video/mp4,video/webm,audio/mpeg,audio/mp4,.m4a,audio/ogg"
          onChange={(event) => {
            take(event.target.files);
            event.target.value = '';
          }}
        />
      </label>
      <p className="meta">{replaces ? words.replaceLead : words.drop}</p>
      <ul className="uploads" aria-live="polite">
        {items.map((item) => (
          <li key={item.key} className={`upload ${item.state}`}>
            <span className="upload-name">{item.name}</span>
            <span className="meta">
              {item.state === 'refused' ? `${words.state.refused}：${item.message}` : words.state[item.state]}
            </span>
            {(item.state === 'sending' || item.state === 'broken') && (
              <>
                <progress max={item.bytes || 1} value={item.sent} aria-label={item.name} />
                <button type="button" className="button plain" onClick={() => cancel(item.key)}>
                  {words.cancel}
                </button>
              </>
            )}
            {item.state === 'working' && <progress max={item.total || 1} value={item.made} aria-label={item.name} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
