export const tab = { feedback: 'Feedback' };
