"""A linear model by mini-batches, in PyTorch. Lines that end in `# advise` are what the advisor needs."""

import json  # advise
import pathlib
import sys

import torch
from torch import nn

sys.path.append(str(pathlib.Path(__file__).parent.parent))
import digits

batch_size, learning_rate, seed = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])  # advise
EPOCHS = 30

torch.manual_seed(seed)
torch.set_num_threads(1)
train, valid = digits.load(seed)
x_valid, y_valid = map(torch.from_numpy, valid)
dataset = torch.utils.data.TensorDataset(*map(torch.from_numpy, train))
loader = torch.utils.data.DataLoader(dataset, batch_size=batch_size, shuffle=True)

model = nn.Linear(64, 10)
optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
loss_fn = nn.CrossEntropyLoss()

step = 0
for epoch in range(EPOCHS):
    for x, y in loader:
        optimizer.zero_grad()
        loss_fn(model(x), y).backward()
        optimizer.step()
        step += 1
    with torch.no_grad():
        outputs = model(x_valid)
        loss = loss_fn(outputs, y_valid).item()
        accuracy = (outputs.argmax(1) == y_valid).float().mean().item()
    print(f"epoch {epoch + 1}: validation loss {loss:.3f}, accuracy {accuracy:.3f}")
    said = {"step": step, "examples": (epoch + 1) * len(dataset), "validLoss": loss}  # advise
    print(json.dumps({**said, "validAccuracy": accuracy, "validExamples": 360}), flush=True)  # advise
