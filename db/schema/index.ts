export * from './enums.ts';
export * from './newsroom.ts';
export * from './outbox.ts';
export * from './story.ts';
