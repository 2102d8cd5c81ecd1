/** 记者、编辑（一审）、主任（二审）、总编（三审与签发）、管理员。 */
export const roles = ['reporter', 'editor', 'director', 'chief', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who acts. Made from a session (`lib/auth`), never from what a request says of itself. */
export type Actor = {
  id: string;
  name: string;
  role: Role;
  /** Sections for which the rights hold, each with all below it; null: all. */
  sectionIds: readonly number[] | null;
};

/** As whom something is recorded that no person does at that moment: a schedule that fell due. */
export type SystemActor = { id: 'system'; name: string; role: 'system' };

export const system: SystemActor = { id: 'system', name: '系统', role: 'system' };

export const roleNames: Record<Role, string> = {
  reporter: '记者',
  editor: '编辑',
  director: '主任',
  chief: '总编',
  admin: '管理员',
};
