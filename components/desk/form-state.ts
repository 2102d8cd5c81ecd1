/** What came of a form, for `useActionState`. */
export type FormState = {
  ok: boolean;
  message: string;
  /** Something that is told once: a link, codes. */
  secret?: string;
} | null;

/** A server action behind a form. */
export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;
