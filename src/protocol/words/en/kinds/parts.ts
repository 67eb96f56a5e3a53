export const parts = {
  street: 'Street and number',
  city: 'Town or city',
  region: 'Region',
  postalCode: 'Postal code',
  country: 'Country',
  firstName: 'First name',
  lastName: 'Last name',
  company: 'Company',
  emailPart: 'E-mail',
  phonePart: 'Telephone',
};
