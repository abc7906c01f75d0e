/** What the people of the table do. */
export const jobs = ['student', 'worker', 'clerk', 'engineer', 'retired'] as const;
export type Job = (typeof jobs)[number];

export const maritalStatus = ['single', 'married'] as const;
