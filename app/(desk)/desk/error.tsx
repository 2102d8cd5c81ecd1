'use client';
export { DeskError as default } from '#components/desk/desk-error.client.tsx';
