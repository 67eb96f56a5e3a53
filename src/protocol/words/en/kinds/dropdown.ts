export const dropdown = { choose: 'Choose…' };
