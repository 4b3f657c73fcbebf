package auth

import "bytes"

func Check(givenToken, storedToken []byte) bool {
	return bytes.Equal(givenToken, storedToken)
}
