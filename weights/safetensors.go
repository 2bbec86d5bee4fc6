package weights

const metadataKey = "__metadata__"

type mapping struct{}
