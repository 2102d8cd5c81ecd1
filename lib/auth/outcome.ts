/** What was asked of the accounts cannot be done; nothing was changed. `message` is a Chinese sentence for who asked. */
export type AccountRefusal = {
  ok: false;
  code:
    | 'not-allowed'
    | 'not-found'
    | 'invalid'
    | 'taken'
    | 'link-ended'
    | 'wrong'
    | 'too-many'
    | 'last-administrator'
    | 'oneself';
  message: string;
};

export type Outcome<T extends object = object> = ({ ok: true } & T) | AccountRefusal;

export function no(code: AccountRefusal['code'], message: string): AccountRefusal {
  return { ok: false, code, message };
}
