package client

import "crypto/tls"

var config = &tls.Config{InsecureSkipVerify: true}

func option(insecure bool, c *tls.Config) {
	if insecure {
		c.InsecureSkipVerify = true
	}
}
