package main

import "github.com/gin-gonic/gin"

func main() {
	r := gin.New()
	r.GET("/orders", orders)
	r.Run()
}

func orders(c *gin.Context) {
	c.JSON(200, []string{})
}
