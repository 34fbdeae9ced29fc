"""The national delivery: vroegsignalering for DDAS (VNG, Divosa, NVVK and CBS), version 1.2."""
