"""Areas of a city: 学区, 自治会, 圏域 and municipalities from files, their hierarchy, neighbours and faults."""
