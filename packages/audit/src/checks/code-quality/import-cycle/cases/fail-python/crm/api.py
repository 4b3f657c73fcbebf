from crm import contacts

mail = contacts.mail
