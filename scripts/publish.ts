import { MediaError } from '../lib/media/kind.ts';
import { mediaStorage } from '../lib/media/storage.ts';
import * as newsroom from '../lib/newsroom/index.ts';
import { readStoryFile, StoryFileError } from '../lib/newsroom/story-file.ts';
import { MarkdownError } from '../lib/text/markdown.ts';
import { positiveInteger } from '../lib/text/number.ts';
import { dataDir } from './environment.ts';
import { operate, readArgs, UsageError } from './operate.ts';

const usage = `用法:
  npm run publish -- 稿件.md [更多.md …] [--section 栏目] [--draft] [--allow-duplicate]
                                                                       发布 Markdown 或 HTML 文件(--draft 只存为草稿;
                                                                       与已有稿件雷同的不收,除非 --allow-duplicate)
  npm run publish -- --change 编号 稿件.md                            用文件修改已发布的稿件
  npm run publish -- --correct 编号 --text 更正内容                   加一条更正
  npm run publish -- --withdraw 编号 --reason 原因                    撤回
  npm run publish -- --republish 编号                                 重新发布撤回的稿件
选项:
  --by 姓名     记在版本与事件里的操作人(默认 cli)
退出码:0 成功,1 没有成功,2 用法不对`;

type Command = (by: string) => Promise<void>;

await operate(
  usage,
  (args) => {
    const { run, by } = parse(args);
    return run && (() => run(by));
  },
  [StoryFileError, MarkdownError, MediaError],
);

/** What to do, and who does it; nothing to do where help is asked for. */
function parse(args: string[]): { run: Command | null; by: string } {
  const text = { type: 'string' } as const;
  const options = {
    section: text,
    draft: { type: 'boolean' },
    'allow-duplicate': { type: 'boolean' },
    change: text,
    correct: text,
    text,
    withdraw: text,
    reason: text,
    republish: text,
    by: text,
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values, positionals: files } = readArgs({ args, options, allowPositionals: true });
  const by = values.by?.trim() || 'cli';
  if (values.help) return { by, run: null };

  const asked = (['change', 'correct', 'withdraw', 'republish'] as const).filter((name) => values[name] !== undefined);
  if (asked.length > 1) throw new UsageError(`--${asked.join(' 与 --')} 不能一起用。`);
  const [act] = asked;
  if (!act) {
    if (files.length === 0) throw new UsageError('没有给出稿件文件。');
    return { by, run: (editor) => publishFiles(files, { ...values, by: editor }) };
  }
  const id = positiveInteger(values[act] ?? '');
  if (id === null) throw new UsageError(`--${act} 后面要写稿件编号。`);
  if (act === 'change') {
    const [file, ...more] = files;
    if (!file || more.length > 0) throw new UsageError('--change 要给出一个稿件文件。');
    return { by, run: (editor) => changeByFile(id, file, values.section, editor) };
  }
  if (files.length > 0) throw new UsageError(`--${act} 不用稿件文件。`);
  const { text: correction, reason } = values;
  if (act === 'correct') {
    if (correction === undefined) throw new UsageError('--correct 要用 --text 写明更正内容。');
    return { by, run: async (editor) => tell(`稿件 ${id} 已更正`, id, await newsroom.correct(id, correction, editor)) };
  }
  if (act === 'withdraw') {
    if (reason === undefined) throw new UsageError('--withdraw 要用 --reason 写明原因。');
    return { by, run: async (editor) => tell(`稿件 ${id} 已撤回`, id, await newsroom.withdraw(id, reason, editor)) };
  }
  return { by, run: async (editor) => tell(`稿件 ${id} 已重新发布`, id, await newsroom.republish(id, editor)) };
}

type Publishing = { section?: string; draft?: boolean; 'allow-duplicate'?: boolean; by: string };

async function publishFiles(files: string[], options: Publishing): Promise<void> {
  const { section, draft: asDraft = false, 'allow-duplicate': allowed = false, by } = options;
  for (const file of files) {
    const { patch, warnings } = await readStoryFile(file, mediaStorage(dataDir), { section });
    for (const warning of warnings) console.warn(`! ${file}:${warning}`);
    const { title, sectionId } = patch;
    if (!title) throw new StoryFileError(`${file} 没有标题(title)。`);
    if (!sectionId) throw new StoryFileError(`${file} 没有栏目：请在文件里写 section,或用 --section 指定。`);
    if (!allowed) {
      const alike = await newsroom.resembling(patch.body);
      if (alike.length > 0) {
        refused(file, `《${title}》与已有稿件雷同，没有收入；确实要收，请加 --allow-duplicate。`);
        for (const { id, title: other, share } of alike)
          console.error(`  ${Math.round(share * 100)}% 相同：《${other}》 /article/${id}`);
        continue;
      }
    }
    const saved = await newsroom.createStory({ ...patch, title, sectionId }, by);
    if (!saved.ok) return refused(file, saved.message);
    if (asDraft) {
      console.log(`✓ 《${title}》存为草稿，编号 ${saved.id}`);
      continue;
    }
    const done = await newsroom.publish(saved.id, by);
    if (!done.ok) return refused(`${file}(已存为草稿，编号 ${saved.id})`, done.message);
    tell(`《${title}》已发布，编号 ${saved.id}`, saved.id, done);
  }
}

async function changeByFile(id: number, file: string, section: string | undefined, by: string): Promise<void> {
  const { patch, warnings } = await readStoryFile(file, mediaStorage(dataDir), { section });
  for (const warning of warnings) console.warn(`! ${file}:${warning}`);
  tell(`稿件 ${id} 已修改`, id, await newsroom.change(id, patch, by));
}

function tell(what: string, id: number, result: newsroom.Done | newsroom.Refusal): void {
  if (!result.ok) {
    refused(`稿件 ${id}`, result.message);
    return;
  }
  const { hard, soft } = result.stale;
  console.log(`✓ ${what}  /article/${id}`);
  console.log(`  事件 ${result.eventId},${hard.length} 个标签立即更新，${soft.length} 个随后更新`);
}

function refused(what: string, message: string): void {
  console.error(`✗ ${what}:${message}`);
  process.exitCode = 1;
}
