import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { splitFrontMatter } from '#lib/text/markdown.ts';

const hours = z.number().nonnegative();

/** Front matter of a story file. Times are hours before now. */
const front = z.strictObject({
  kind: z.enum(['news', 'gallery', 'video', 'audio', 'post']),
  section: z.string().optional(),
  title: z.string().min(1),
  listTitle: z.string().optional(),
  subtitle: z.string().optional(),
  summary: z.string().min(1),
  source: z.string(),
  authors: z.array(z.string()).default([]),
  editor: z.string().optional(),
  hoursAgo: hours,
  updatedHoursAgo: hours.optional(),
  tags: z.array(z.string()).default([]),
  topics: z.array(z.string()).default([]),
  lead: z.string().optional(),
  pictures: z.array(z.strictObject({ picture: z.string(), caption: z.string().optional() })).default([]),
  media: z.string().optional(),
  show: z.string().optional(),
  episode: z.number().int().positive().optional(),
  correction: z.array(z.strictObject({ hoursAgo: hours, text: z.string() })).default([]),
  original: z
    .strictObject({ title: z.string().optional(), url: z.string().optional(), author: z.string().optional() })
    .optional(),
  withdrawn: z.strictObject({ hoursAgo: hours, reason: z.string() }).optional(),
});

export type DemoStory = z.output<typeof front> & { key: string; markdown: string };

const picture = z.object({
  key: z.string(),
  file: z.string(),
  color: z.string().optional(),
  focalX: z.number().default(0.5),
  focalY: z.number().default(0.5),
  alt: z.string(),
  caption: z.string().default(''),
  credit: z.string().default(''),
  licence: z.string().default(''),
  aiMade: z.boolean().default(false),
});

export type DemoPicture = z.output<typeof picture>;

const audioOrVideo = z.object({
  key: z.string(),
  kind: z.enum(['audio', 'video']),
  title: z.string().default(''),
  file: z.string(),
  mime: z.string(),
  durationSeconds: z.number().positive(),
  width: z.number().int().nullish(),
  height: z.number().int().nullish(),
  poster: z.string().nullish(),
  captions: z.string().nullish(),
  chapters: z.array(z.object({ at: z.number(), title: z.string() })).default([]),
});

export type DemoMedia = z.output<typeof audioOrVideo>;

/** The hand-written stories, in the order of their keys. */
export async function readStories(folder: string): Promise<DemoStory[]> {
  const files = (await readdir(path.join(folder, 'stories'))).filter((file) => file.endsWith('.md')).sort();
  return Promise.all(
    files.map(async (file) => {
      const { front: fields, markdown } = splitFrontMatter(await readFile(path.join(folder, 'stories', file), 'utf8'));
      return { ...parsed(front, fields, file), key: file.slice(0, -'.md'.length), markdown };
    }),
  );
}

/** The demo's pictures, sound and film, as their lists describe them. */
export async function readMedia(folder: string): Promise<{ pictures: DemoPicture[]; recordings: DemoMedia[] }> {
  const list = async (file: string): Promise<unknown> => JSON.parse(await readFile(path.join(folder, file), 'utf8'));
  return {
    pictures: parsed(z.array(picture), await list('pictures.json'), 'pictures.json'),
    recordings: parsed(z.array(audioOrVideo), await list('av.json'), 'av.json'),
  };
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown, file: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`);
  return result.data;
}
