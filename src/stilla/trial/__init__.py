"""The trial of one: protocol, seal, packing, who may start, what to do now, and the answer."""
