export * from './enums.ts';
export * from './newsroom.ts';
export * from './story.ts';
