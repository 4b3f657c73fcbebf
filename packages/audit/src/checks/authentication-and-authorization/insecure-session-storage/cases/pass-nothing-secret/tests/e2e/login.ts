localStorage.setItem('token', token);
