export const link = { newWindow: 'opens in a new window' };
